/** An expression for a page in a browser: texts with less contrast to what is behind them than WCAG asks for. */
export const pale = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const share = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * share(r) + 0.7152 * share(g) + 0.0722 * share(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')].filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')).flatMap((one) => {
    if (one.closest('svg .mark-text')?.classList.contains('role-mark')) return []; // on coloured cells
    const style = getComputedStyle(one);
    const [light, dark] = [luminance(parse(one.closest('svg') ? style.fill : style.color)), luminance(behind(one))].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < 4.5 ? [one.textContent.slice(0, 40) + ' ' + contrast.toFixed(1)] : [];
  });
})()`;
