// What is wrong with a dashboard, told on the console, where tests read it.
export function complain(text: string) {
  console.error(`dashboard: ${text}`);
}
