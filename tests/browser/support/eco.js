// What ten pages weigh, as docs/eco.md: /eco of the product shows its rows, so its shape is read by src/web/eco.rs.
const PAGES = [
  'employee-home', 'employee-request', 'employee-ticket', 'referent-home', 'referent-hours',
  'technician-home', 'technician-queue', 'technician-ticket', 'coordinator-home', 'coordinator-report',
];

export function declaration(weights) {
  const row = (name) => {
    const { elements, requests, kilobytes, score } = weights.get(name);
    const gas = 2 + (2 * (50 - score)) / 100;
    return `| ${name} | ${elements} | ${requests} | ${kilobytes.toFixed(1)} | ${score.toFixed(1)} | ${gas.toFixed(2)} |`;
  };
  return `# What pages weigh

Measured on ${new Date().toISOString().slice(0, 10)} by \`bin/eco\`, over the demonstration: cold, at 1920 × 1080, scrolled to the end, texts after brotli.
EcoIndex by its published formula; grade A is above 80. The page \`/eco\` of the product shows this table.

| page | elements | requests | kB | EcoIndex | gCO2e |
|---|--:|--:|--:|--:|--:|
${PAGES.map(row).join('\n')}
`;
}
