/** The style sheet of the site: for screens from 320 pixels, light and dark, with the fonts of the system. */

const light =
  'color-scheme:light;--page:#ffffff;--raised:#f6f7f9;--ink:#1f2328;--muted:#59636e;--line:#d5dae1;--link:#0b5cad;--accent:#0068a9;' +
  '--comment:#5b6570;--text:#0a5c36;--number:#8a3b00;--word:#7a1f5c';
const dark =
  'color-scheme:dark;--page:#0d1117;--raised:#161b22;--ink:#e6edf3;--muted:#9aa4b0;--line:#343c47;--link:#7cb8f2;--accent:#58b4f0;' +
  '--comment:#98a2ae;--text:#7fd1a3;--number:#f0b072;--word:#e59ac8';

const mono = 'ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';
const sans =
  'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Cantarell,"Liberation Sans",Arial,sans-serif';

export const style = `:root{${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.65 ${sans};overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.25rem .5rem;z-index:2}

main{max-width:48rem;margin:0 auto;padding:1.5rem 1rem 4rem;min-width:0}
h1,h2,h3,h4{line-height:1.25;text-wrap:balance;font-weight:650;letter-spacing:-.01em;margin:0}
h1{font-size:clamp(1.7rem,1.3rem + 1.8vw,2.3rem);margin-bottom:1.25rem}
h2{font-size:1.4rem;margin-top:2.75rem;padding-top:1.25rem;border-top:1px solid var(--line)}
h3{font-size:1.15rem;margin-top:2rem}
h4{font-size:1rem;margin-top:1.5rem}
p,ul,ol,dl{margin:.9rem 0}
main>p,main>ul,main>ol,main details>p{max-width:68ch}
li{margin:.3rem 0}
ul,ol{padding-left:1.4rem}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
blockquote{margin:1rem 0;padding:.1rem 0 .1rem 1rem;border-left:3px solid var(--line);color:var(--muted)}
img{display:block;max-width:100%;height:auto;margin:1.25rem auto;border-radius:.4rem}
details{margin:1rem 0;padding:.6rem .9rem;border:1px solid var(--line);border-radius:.5rem}
summary{cursor:pointer;font-weight:550}

code,pre{font-family:${mono};font-variant-ligatures:none}
code{font-size:max(.875em,.8125rem);background:var(--raised);border:1px solid var(--line);border-radius:.3rem;padding:.05em .3em;overflow-wrap:anywhere}
a code{color:inherit}
pre{font-size:.84375rem;line-height:1.55;overflow-x:auto;margin:1rem 0;padding:.85rem 1rem;border-radius:.5rem;tab-size:2}
pre code{all:unset;font:inherit;overflow-wrap:normal}
.code,.output{background:var(--raised);border:1px solid var(--line)}
.code:has(+.output){margin-bottom:0;border-radius:.5rem .5rem 0 0}
.code+.output{margin-top:0;border-top:0;border-radius:0 0 .5rem .5rem}
.output{background:none}
.formula{padding:.15rem 0 .15rem 1rem;border-left:3px solid var(--accent);border-radius:0;font-size:.9375rem}
.comment{color:var(--comment)}
.text{color:var(--text)}
.number{color:var(--number)}
.word{color:var(--word)}

.scroll{overflow-x:auto;margin:1.1rem 0;background:linear-gradient(to right,var(--page) 40%,transparent) left/2.5rem 100% no-repeat local,linear-gradient(to left,var(--page) 40%,transparent) right/2.5rem 100% no-repeat local,linear-gradient(to right,var(--line),transparent) left/.75rem 100% no-repeat,linear-gradient(to left,var(--line),transparent) right/.75rem 100% no-repeat}
table{border-collapse:collapse;font-size:.90625rem;line-height:1.5;font-variant-numeric:tabular-nums;min-width:min(100%,26rem)}
th,td{padding:.4rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:0}
thead th{color:var(--muted);font-weight:600;vertical-align:bottom;border-bottom-color:var(--muted);font-size:.84375rem}
tbody tr:last-child>*{border-bottom:0}
.right{text-align:right;white-space:nowrap}
th.right{white-space:normal}
.center{text-align:center}

.graph{padding:.5rem 0}
.graph svg{display:block;margin:0 auto;overflow:visible}
.graph svg>g>polygon{fill:none}
.graph text{fill:var(--ink)}
.graph .node path,.graph .node polygon,.graph .node ellipse{fill:var(--raised);stroke:var(--muted)}
.graph .leaf path,.graph .leaf polygon{fill:var(--page)}
.graph .edge path{stroke:var(--muted)}
.graph .edge polygon{fill:var(--muted);stroke:var(--muted)}
.graph .edge text{fill:var(--muted)}

nav{border-bottom:1px solid var(--line);padding:.75rem 1rem;font-size:.9375rem;line-height:1.4}
nav .home{font-weight:700;text-decoration:none;color:var(--ink)}
nav input{position:absolute;opacity:0;pointer-events:none}
nav label{float:right;cursor:pointer;color:var(--link);padding:0 .25rem}
nav input:focus-visible+label{outline:2px solid var(--accent);outline-offset:2px}
nav .groups{display:none;margin-top:.75rem}
nav input:checked~.groups{display:block}
nav details{margin:.3rem 0;padding:0;border:0}
nav summary{color:var(--muted);font-weight:600;padding:.2rem 0}
nav ul{list-style:none;margin:.1rem 0 .8rem;padding-left:.9rem}
nav li{margin:0}
nav li a{display:block;padding:.22rem 0;color:var(--ink);text-decoration:none}
nav li a:hover{text-decoration:underline}
nav [aria-current]{color:var(--accent);font-weight:600}

.way{display:flex;gap:1rem;justify-content:space-between;margin-top:3.5rem;padding-top:1.25rem;border-top:1px solid var(--line)}
.way a{display:block;text-decoration:none;font-weight:600;max-width:48%}
.way a:hover{text-decoration:underline}
.way span{display:block;color:var(--muted);font-weight:400;font-size:.875rem}
.way .after{margin-left:auto;text-align:right}

.source{counter-reset:line;padding:.85rem 0;background:var(--raised);border:1px solid var(--line)}
.source span[id]{display:block;padding-right:1rem;min-height:1.55em}
.source span[id]::before{counter-increment:line;content:counter(line);display:inline-block;width:3.5rem;padding-right:1rem;text-align:right;color:var(--muted);user-select:none}
.source span:target{background:color-mix(in srgb,var(--accent) 18%,transparent)}

@media (min-width:68rem){
body{display:grid;grid-template-columns:17rem minmax(0,1fr)}
nav{border:0;border-right:1px solid var(--line);padding:1.75rem 1.25rem;position:sticky;top:0;height:100vh;overflow-y:auto}
nav label,nav input{display:none}
nav .groups{display:block;margin-top:1.25rem}
main{width:100%;padding:2.5rem 2.5rem 5rem;max-width:53rem}
}
@media print{
body{display:block}
nav,.way,.skip{display:none}
main{max-width:none;padding:0}
pre,.scroll{overflow:visible;white-space:pre-wrap;background:none}
}
`;
