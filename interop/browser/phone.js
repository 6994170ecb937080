// A phone in a page: JsSIP, told what to do by the functions below; window.tell(event) hears what happened.
'use strict';

let ua;
let call;

function said(event) {
  document.getElementById('state').textContent = event;
  const line = document.createElement('li');
  line.textContent = event;
  document.getElementById('events').append(line);
  window.tell(event);
}

function code(message) {
  return message?.status_code ?? '';
}

// Registers with that password.
function begin({ name, domain, password, server }) {
  document.getElementById('who').textContent = `${name}@${domain}`;
  ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(server)],
    uri: `sip:${name}@${domain}`,
    password,
    register_expires: 60,
    session_timers: false,
  });
  ua.on('connected', () => said('connected'));
  ua.on('disconnected', ({ code: by }) => said(`disconnected ${by ?? ''}`));
  ua.on('registered', () => said('registered'));
  ua.on('registrationFailed', ({ response }) => said(`registration failed ${code(response)}`));
  ua.on('newRTCSession', ({ session, originator }) => follow(session, originator));
  ua.start();
}

function follow(session, originator) {
  call = session;
  said(originator === 'remote' ? `rings for ${session.remote_identity.uri}` : 'calls');
  session.on('progress', ({ response }) => said(`progress ${code(response)}`));
  session.on('accepted', () => said('accepted'));
  session.on('confirmed', () => said('confirmed'));
  session.on('ended', ({ originator: by }) => said(`ended by ${by}`));
  session.on('failed', ({ originator: by, message, cause }) => said(`failed ${code(message)} by ${by}: ${cause}`));
  if (session.connection) hear(session.connection);
  session.on('peerconnection', ({ peerconnection }) => hear(peerconnection));
}

function hear(connection) {
  connection.addEventListener('track', ({ track }) => {
    document.getElementById('sound').srcObject = new MediaStream([track]);
  });
}

const SOUND = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };

function dial(uri) {
  ua.call(uri, SOUND);
}

function answer() {
  call.answer(SOUND);
}

function hangUp() {
  call.terminate();
}

// What went through since the call began: packets each way, and whether what was heard is sound.
async function media() {
  const of = (all, type) => [...all.values()].find((each) => each.type === type && each.kind === 'audio') ?? {};
  const statistics = await call.connection.getStats();
  const [sent, heard] = [of(statistics, 'outbound-rtp'), of(statistics, 'inbound-rtp')];
  return `sent ${sent.packetsSent ?? 0} heard ${heard.packetsReceived ?? 0} energy ${(heard.totalAudioEnergy ?? 0).toFixed(4)}`;
}
