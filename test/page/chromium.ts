import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** A Chromium of this machine: `PODTRUST_CHROMIUM`, or the first by a usual name on the PATH. */
function findChromium(): string | undefined {
  const said = process.env.PODTRUST_CHROMIUM;
  if (said !== undefined) return fs.existsSync(said) ? said : undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => fs.existsSync(file));
}

/** What the browser logged of a page: refused by the policy, thrown, asked of the network. */
export interface PageLog {
  readonly problems: string[];
  readonly requests: string[];
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

type Message = Readonly<Record<string, unknown>>;

/** How long one command may take. */
const PATIENCE = 60_000;

/** A headless Chromium, spoken to by the DevTools protocol over a pipe: no port, and no package. */
export class Chromium {
  private readonly child: ChildProcess;
  private readonly profile = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-chromium-'));
  private readonly waiting = new Map<number, { resolve(value: Message): void; reject(error: Error): void }>();
  private readonly listeners = new Map<string, (method: string, params: Message) => void>();
  private readonly exited: Promise<void>;
  private lastId = 0;
  private received = '';

  public constructor(file: string) {
    const flags = [
      '--headless=new',
      // Only pages of our own are opened, and within a container there may be no sandbox.
      '--no-sandbox',
      '--remote-debugging-pipe',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--hide-scrollbars',
      '--force-color-profile=srgb',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      `--user-data-dir=${this.profile}`,
    ];
    this.child = spawn(file, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
    this.child.once('error', (error) => this.fail(error));
    this.child.once('exit', () => this.fail(new Error('Chromium ended')));
    (this.child.stdio[4] as Readable).setEncoding('utf8').on('data', (piece: string) => this.receive(piece));
  }

  public async open(file: string, { width = 1440, height = 900, theme = 'light' }: PageOptions = {}): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId as string, targetId as string);
    this.listeners.set(sessionId as string, (method, params) => page.heard(method, params));
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page.send(`${domain}.enable`);
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: theme }] });
    await page.load(`file://${path.resolve(file)}`);
    return page;
  }

  public send(method: string, params: object = {}, sessionId?: string): Promise<Message> {
    const id = ++this.lastId;
    const text = JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} takes longer than ${PATIENCE} ms`)), PATIENCE);
      this.waiting.set(id, {
        resolve: (value) => (clearTimeout(timer), resolve(value)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      });
      (this.child.stdio[3] as Writable).write(`${text}\0`);
    });
  }

  public async close(): Promise<void> {
    await this.send('Browser.close').catch(() => undefined);
    await this.exited;
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private receive(piece: string): void {
    const messages = (this.received + piece).split('\0');
    this.received = messages.pop()!;
    for (const text of messages) {
      const { id, result, error, sessionId, method, params } = JSON.parse(text) as Message;
      const one = this.waiting.get(id as number);
      if (one) {
        this.waiting.delete(id as number);
        if (error) one.reject(new Error((error as { message: string }).message));
        else one.resolve(result as Message);
      } else this.listeners.get(sessionId as string)?.(method as string, params as Message);
    }
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** A page that is open. */
export class Page {
  public readonly log: PageLog = { problems: [], requests: [] };
  private loaded: () => void = () => undefined;

  public constructor(
    private readonly browser: Chromium,
    private readonly session: string,
    private readonly target: string,
  ) {}

  public send(method: string, params: object = {}): Promise<Message> {
    return this.browser.send(method, params, this.session);
  }

  public async load(url: string): Promise<void> {
    const done = new Promise<void>((resolve) => (this.loaded = resolve));
    await this.send('Page.navigate', { url });
    await done;
  }

  public heard(method: string, params: Message): void {
    if (method === 'Page.loadEventFired') this.loaded();
    if (method === 'Runtime.exceptionThrown') this.log.problems.push(JSON.stringify(params.exceptionDetails));
    if (method === 'Log.entryAdded') this.log.problems.push((params.entry as { text: string }).text);
    if (method === 'Network.requestWillBeSent') this.log.requests.push((params.request as { url: string }).url);
  }

  /** The value of an expression, or of the promise that it makes. */
  public async value<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`${expression.slice(0, 200)}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: T }).value;
  }

  /** A key as a keyboard sends it: `Tab`, `ArrowDown`, `Enter`, or a character. */
  public async press(key: string): Promise<void> {
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
    const codes: Readonly<Record<string, number>> = {
      ...{ Tab: 9, Enter: 13, Escape: 27, ' ': 32, End: 35, Home: 36 },
      ...{ ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 },
    };
    const code = codes[key] ?? key.toUpperCase().charCodeAt(0);
    const event = { key, code: key, windowsVirtualKeyCode: code };
    await this.send('Input.dispatchKeyEvent', { type: text === undefined ? 'rawKeyDown' : 'keyDown', ...event, text });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    await this.frame();
  }

  public async type(text: string): Promise<void> {
    await this.send('Input.insertText', { text });
    await this.frame();
  }

  /** What was asked for is drawn. */
  public async frame(): Promise<void> {
    await this.value('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))');
  }

  public async screenshot(file: string): Promise<void> {
    await this.frame();
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    fs.writeFileSync(file, Buffer.from(data as string, 'base64'));
  }

  public async close(): Promise<void> {
    await this.browser.send('Target.closeTarget', { targetId: this.target });
  }
}

/** Works with a Chromium and a folder that are gone afterwards; where there is no Chromium, says so and exits with 3. */
export async function withChromium(work: (browser: Chromium, folder: string) => Promise<void>): Promise<void> {
  const file = findChromium();
  if (file === undefined) {
    console.log('missing  Chromium: none on the PATH, nor in PODTRUST_CHROMIUM');
    process.exitCode = 3;
    return;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-page-'));
  const browser = new Chromium(file);
  try {
    await work(browser, folder);
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
