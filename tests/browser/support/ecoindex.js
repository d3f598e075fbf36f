// EcoIndex, from the published formula. kB are thousands of bytes after brotli; `dom` counts elements outside <svg>.
const DOM = [0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601];
const REQUESTS = [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920];
const WEIGHT = [
  0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06, 2465.37, 2866.31,
  3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
];

function rank(quantiles, x) {
  const i = quantiles.findIndex((quantile, index) => index > 0 && x < quantile);
  return i < 0 ? 20 : i - 1 + (x - quantiles[i - 1]) / (quantiles[i] - quantiles[i - 1]);
}

export function ecoindex(dom, requests, kilobytes) {
  return 100 - (5 * (3 * rank(DOM, dom) + 2 * rank(REQUESTS, requests) + rank(WEIGHT, kilobytes))) / 6;
}
