// A host page of a Halfopen figure: every command it can give, every event it can hear. See docs/embed.md.
const figure = document.getElementById('figure');
// The figure here comes from our own origin; yours is the origin of the site that serves Halfopen.
const origin = location.origin;

const say = (message) => figure.contentWindow.postMessage(message, origin);
const show = (id, text) => {
  document.getElementById(id).textContent = text;
};
const on = (id, message) => {
  document.getElementById(id).addEventListener('click', () => say(message));
};

on('play', { halfopen: 'play' });
on('pause', { halfopen: 'pause' });
on('seek', { halfopen: 'seek', t: 4.2 });
on('load', { halfopen: 'load', link: '#/raft?t=2s' });

addEventListener('message', ({ data, source, origin: from }) => {
  // Any page may send messages to yours: look at who it was.
  if (source !== figure.contentWindow || from !== origin) return;
  switch (data.halfopen) {
    case 'ready':
      show('title', data.title);
      show('event', `ready: ${data.length} s long`);
      break;
    case 'time':
      show('time', `${data.t.toFixed(3)} s${data.playing ? '' : ', at rest'}`);
      break;
    case 'broke':
      show('event', `at ${data.t.toFixed(3)} s a check broke: ${data.check}`);
      break;
    case 'ended':
      show('event', `ended at ${data.t} s`);
      break;
    case 'refused':
      show('event', `not loaded: ${data.problems.join('; ')}`);
      break;
  }
});
