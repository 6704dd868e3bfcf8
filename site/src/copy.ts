/** The buttons that copy an example. */
import { announce } from "./page.js";

const SHOWN = 1_500; // milliseconds

export function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button.copy")) {
    button.addEventListener("click", () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const code = button.closest("figure")?.querySelector("pre code");
  if (!code) {
    throw new Error("there is nothing to copy");
  }
  const isDone = await write(code);
  button.textContent = isDone ? "Copied" : "Selected";
  announce(isDone ? "Copied" : "Selected; copy it with your keyboard");
  setTimeout(() => (button.textContent = "Copy"), SHOWN);
}

/** Whether the text is in the clipboard; where the browser forbids it, the text is selected. */
async function write(code: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
