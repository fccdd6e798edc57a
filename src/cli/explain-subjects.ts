/** Words of `simdgrad explain` that name one of several things, spelled as people spell them. */
import type { Command, HelpContext } from 'commander';
import { closestName } from '../errors.ts';

/** `rmsProp`, `RMSprop` and `rms-prop` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '');
}

/** `rms-prop` of `rmsProp`: how options are spelled. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

/**
 * Lets the commands in `command` be named in any spelling, and by other names; says which there are where there is none of that name.
 *
 * @param without what is done without a name.
 * @param others names of commands by other names of theirs.
 */
export function forgiveSpelling(
  command: Command,
  without: () => void,
  others: Readonly<Record<string, string>> = {},
): void {
  const commandNamed = (name: string): Command | undefined => {
    const spelled = plainName(name);
    const wanted = Object.hasOwn(others, spelled) ? plainName(others[spelled]) : spelled;
    return command.commands.find((one) => plainName(one.name()) === wanted);
  };
  const outputHelp = command.outputHelp.bind(command);
  // Commander knows no other spellings: what asks for the help of `radam` comes here.
  command.outputHelp = (context?: HelpContext | ((text: string) => string)): void => {
    const [name, ...rest] = command.args;
    const named = name === undefined ? undefined : commandNamed(name);
    if (named) named.parse(rest, { from: 'user' });
    else outputHelp(context as HelpContext);
  };
  command
    .usage('[name] [options]')
    .argument('[name]')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (name: string | undefined) => {
      if (name === undefined) {
        without();
        return;
      }
      if (name.startsWith('-')) command.error(`error: unknown option '${name}'`, { exitCode: 2 });
      const named = commandNamed(name);
      if (named) {
        await named.parseAsync(command.args.slice(1), { from: 'user' });
        return;
      }
      const names = command.commands.map((one) => one.name());
      const close = closestName(name, names);
      command.error(
        `error: ${pathOf(command)} does not know '${name}'${close ? `; did you mean '${close}'?` : '.'} ` +
          `It knows ${names.join(', ')}`,
        { exitCode: 2 },
      );
    });
}

function pathOf(command: Command): string {
  return command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
