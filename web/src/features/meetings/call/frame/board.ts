export interface Toast {
  text: string;
  /** Replaces the one with the same id instead of standing beside it. */
  id?: string;
  action?: { label: string; run: () => void };
  /** Stays until it is closed or answered: for a question, not for news. */
  stays?: boolean;
}

export interface Shown extends Toast {
  id: string;
}

// More would cover the stage; the oldest go first.
const AT_ONCE = 3;
const REMEMBERED = 8;

/** What the call has to say at this moment: toasts for the eyes, sentences for the ears. */
export class Board {
  #toasts: readonly Shown[] = [];
  #sentences: readonly { id: number; text: string }[] = [];
  #count = 0;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  toasts = () => this.#toasts;

  sentences = () => this.#sentences;

  toast = (toast: Toast) => {
    this.#count += 1;
    const shown = { ...toast, id: toast.id ?? `toast-${this.#count}` };
    this.#toasts = [...this.#toasts.filter((other) => other.id !== shown.id), shown].slice(-AT_ONCE);
    this.#tell();
  };

  remove = (id: string) => {
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
    this.#tell();
  };

  announce = (text: string) => {
    this.#count += 1;
    this.#sentences = [...this.#sentences, { id: this.#count, text }].slice(-REMEMBERED);
    this.#tell();
  };

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
