import { darkColors, lightColors, variablesOf } from './charts/colors.ts';

/** Of a figure: narrower ones show the narrow drawing of a chart. */
const narrowFigure = '42rem';

const light = `color-scheme:light;--page:#f6f7f9;--paper:#ffffff;--ink:#1f2328;--muted:#59636e;--line:#d5dae1;--link:#0b5cad;--accent:#0068a9;${variablesOf(lightColors)}`;
const dark = `color-scheme:dark;--page:#0d1117;--paper:#161b22;--ink:#e6edf3;--muted:#9aa4b0;--line:#343c47;--link:#7cb8f2;--accent:#58b4f0;${variablesOf(darkColors)}`;

/** The style sheet of a report: for screens from 320 pixels, light and dark, and for paper. */
export const style = `
:root{${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{--ground:var(--page);margin:0;background:var(--page);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Cantarell,"Liberation Sans",Arial,sans-serif;overflow-wrap:break-word}
.page{max-width:54rem;margin:0 auto;padding:2rem 1rem 4rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0;font-weight:650;letter-spacing:-.01em}
h1{font-size:clamp(1.6rem,1.2rem + 1.8vw,2.25rem)}
h2{font-size:1.4rem;margin-top:3rem}
h3{font-size:1.15rem;margin-top:2.25rem}
p{margin:.9rem 0;max-width:68ch}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.remark{color:var(--muted);font-size:.875rem}
p+.remark{margin-top:-.4rem}
.finding{margin:1.25rem 0 0;padding:0;border-left:3px solid var(--accent);padding-left:1rem}
.finding dt{color:var(--muted);font-size:.75rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase}
.finding dd{margin:0 0 .9rem;font-size:1.0625rem;max-width:64ch}
.finding dd:last-child{margin-bottom:0}
.finding .answer{font-weight:500}
.finding dd+dd{margin-top:-.4rem}
nav{margin:2rem 0 0;font-size:.9375rem}
nav h2{font-size:.75rem;margin:0 0 .5rem;color:var(--muted);font-weight:600;letter-spacing:.06em;text-transform:uppercase}
nav ol{list-style:none;margin:0;padding:0}
nav ol ol{padding-left:.9rem}
nav a{display:block;padding:.2rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
figure{margin:1.75rem 0;container-type:inline-size}
figcaption,caption{text-align:left;font-size:.9375rem;font-weight:600;line-height:1.4;text-wrap:pretty}
.card{--ground:var(--paper);background:var(--paper);border:1px solid var(--line);border-radius:.625rem;padding:1rem 1.125rem}
.chart figcaption{margin-bottom:.75rem}
.chart svg{display:block;max-width:100%;height:auto;font-family:inherit}
.chart text{font-family:inherit}
.narrow{display:none}
.narrow svg{width:100%;max-width:30rem}
@container (max-width:${narrowFigure}){.wide{display:none}.narrow{display:block}}
details{margin-top:.75rem;font-size:.875rem}
summary{cursor:pointer;color:var(--muted);width:fit-content}
.scroll{overflow-x:auto;container-type:inline-size;background:linear-gradient(to right,var(--ground) 40%,transparent) left/2.5rem 100% no-repeat local,linear-gradient(to left,var(--ground) 40%,transparent) right/2.5rem 100% no-repeat local,linear-gradient(to right,var(--line),transparent) left/.75rem 100% no-repeat,linear-gradient(to left,var(--line),transparent) right/.75rem 100% no-repeat}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{padding-bottom:.6rem}
caption span{display:block;position:sticky;left:0;max-width:100cqi}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{vertical-align:bottom;font-size:.8125rem;color:var(--muted);font-weight:600;border-bottom-color:var(--muted);line-height:1.35}
tbody th{font-weight:500;min-width:6.5rem}
tbody tr:last-child>*{border-bottom:0}
.right{text-align:right}
.long{min-width:15rem}
tbody .right{white-space:nowrap}
.strong>*{font-weight:700}
details table{font-size:.8125rem}
pre{margin:.5rem 0 0;padding:.9rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:.625rem;overflow-x:auto;line-height:1.5;tab-size:2}
pre,code{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.8125rem}
.images{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.25rem,1fr));gap:1rem .875rem;list-style:none;margin:.75rem 0 0;padding:0}
.images li{font-size:.8125rem;line-height:1.35;color:var(--muted);font-variant-numeric:tabular-nums}
.images img{display:block;image-rendering:pixelated;background:#fff;border:1px solid var(--line);border-radius:.25rem;max-width:100%;height:auto;margin-bottom:.3rem}
.provenance dl{display:grid;grid-template-columns:minmax(6rem,auto) minmax(0,1fr);gap:.5rem 1.25rem;margin:1rem 0 0;font-size:.9375rem}
.provenance dt{color:var(--muted)}
.provenance dd{margin:0;overflow-wrap:anywhere}
.provenance ul{list-style:none;margin:0;padding:0}
.provenance code{overflow-wrap:anywhere}
.chapter{border-top:1px solid var(--line);margin-top:3.5rem}
.chapter>h2{font-size:1.75rem;margin-top:2.5rem}
@media (min-width:70rem){
.with-contents{max-width:74rem;display:grid;grid-template-columns:14rem minmax(0,54rem);column-gap:3rem;align-items:start;padding-top:3rem}
.with-contents header,.with-contents main{grid-column:2}
.with-contents nav{grid-column:1;grid-row:1/span 2;position:sticky;top:3rem;margin:.4rem 0 0;max-height:calc(100vh - 6rem);overflow-y:auto}
}
@media (max-width:34rem){
.card{padding:.875rem .75rem}
.provenance dl{grid-template-columns:minmax(0,1fr);gap:.1rem}
.provenance dd{margin-bottom:.7rem}
}
@page{margin:16mm 15mm}
@media print{
html{font-size:10.5pt}
body{background:none}
.page{max-width:none;padding:0;display:block}
nav,summary{display:none}
a{color:inherit;text-decoration:none}
h1,h2,h3,figcaption,caption,.finding dt{break-after:avoid}
h2{margin-top:1.75rem}
.chapter{break-before:page;border-top:0;margin-top:0}
.chapter>h2{margin-top:0}
.card{border:0;padding:0;background:none}
.chart,tr,.images li,.finding,pre{break-inside:avoid}
.chart svg,.images img{print-color-adjust:exact;-webkit-print-color-adjust:exact}
thead{display:table-header-group}
.scroll,pre{overflow:visible;background:none}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border-color:var(--line)}
tbody .right{white-space:normal}
.long{min-width:0}
th,td{overflow-wrap:anywhere;padding:.25rem .5rem}
p,h2,h3{orphans:3;widows:3}
}
`.replaceAll('\n', '');
