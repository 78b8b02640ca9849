// The server draws one picture at a time; one more may be on its way.
const AT_ONCE = 2;
const PATIENCE = 1000; // milliseconds before asking again when it is busy

let running = 0;
const waiting: (() => void)[] = [];

async function turn(signal: AbortSignal) {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  signal.throwIfAborted();
}

function done() {
  running -= 1;
  waiting.shift()?.();
}

/** Fetch a picture when its turn comes; what is scrolled away meanwhile is not fetched. Rejects when there is none. */
export async function inTurn(address: string, signal: AbortSignal): Promise<Blob> {
  try {
    await turn(signal);
    for (;;) {
      const answer = await fetch(address, { signal });
      if (answer.ok) return await answer.blob();
      if (answer.status !== 503) throw new Error(`${answer.status}`);
      await new Promise((resolve) => setTimeout(resolve, PATIENCE));
      signal.throwIfAborted();
    }
  } finally {
    done();
  }
}
