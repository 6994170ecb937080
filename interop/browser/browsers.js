// Chromiums with a phone in a page each, headless. Commands from standard input, a line each; what a phone says goes to FOLDER/NAME.events.
//
//   node browsers.js FOLDER SERVER DOMAIN KEY PORT...    SERVER wss://…, KEY of its certificate (SHA-256, base64), PORT of each origin
//   open NAME PASSWORD PORT · dial NAME URI · answer NAME · hang NAME · media NAME · picture NAME · close NAME
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import readline from 'node:readline';
import { chromium } from 'playwright-core';
import { bundle } from './bundle.js';

const [folder, server, domain, key, ...ports] = process.argv.slice(2);
const here = new URL('.', import.meta.url).pathname;
const pages = {
  '/': ['text/html', fs.readFileSync(path.join(here, 'page.html'))],
  '/phone.js': ['text/javascript', fs.readFileSync(path.join(here, 'phone.js'))],
  '/jssip.js': ['text/javascript', bundle('jssip', 'JsSIP')],
};
const phones = {};

function serve(port) {
  const site = http.createServer((request, response) => {
    const [type, body] = pages[request.url] ?? ['text/plain', null];
    response.writeHead(body === null ? 404 : 200, { 'Content-Type': `${type}; charset=utf-8` }).end(body ?? '');
  });
  return new Promise((listening, failed) => site.on('error', failed).listen(Number(port), '127.0.0.1', listening));
}

const commands = {
  async open(name, password, port) {
    const browser = await chromium.launchPersistentContext(path.join(folder, `${name}.profile`), {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      headless: true,
      viewport: { width: 640, height: 480 },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        // our certificate is believed, and no other that nobody signed
        `--ignore-certificate-errors-spki-list=${key}`,
      ],
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    phones[name] = { browser, page };
    await page.exposeFunction('tell', (event) => told(name, event));
    page.on('pageerror', (error) => told(name, `error ${error.message}`));
    page.on('console', (line) => fs.appendFileSync(path.join(folder, `${name}.console`), `${line.text()}\n`));
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate((settings) => begin(settings), { name, domain, password, server });
  },
  dial: (name, uri) => phones[name].page.evaluate((to) => dial(to), uri),
  answer: (name) => phones[name].page.evaluate(() => answer()),
  hang: (name) => phones[name].page.evaluate(() => hangUp()),
  media: async (name) => told(name, await phones[name].page.evaluate(() => media())),
  picture: (name) => phones[name].page.screenshot({ path: path.join(folder, `${name}.png`) }),
  async close(name) {
    await phones[name].browser.close();
    delete phones[name];
    told(name, 'closed');
  },
};

function told(name, event) {
  fs.appendFileSync(path.join(folder, `${name}.events`), `${event}\n`);
}

async function obey(line) {
  const [command, name, ...rest] = line.trim().split(' ');
  try {
    await commands[command](name, ...rest);
  } catch (error) {
    console.error(`${line}: ${error.message}`);
    told(name, `error ${error.message.split('\n')[0]}`);
  }
}

async function end() {
  await Promise.all(Object.values(phones).map(({ browser }) => browser.close()));
  process.exit(0);
}

process.on('SIGTERM', end);
for (const port of ports) await serve(port);
console.log('ready');
for await (const line of readline.createInterface({ input: process.stdin })) await obey(line);
await end();
