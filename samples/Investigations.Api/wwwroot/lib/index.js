/**
 * A client for APIs made with these packages; plain modules, no dependencies, to copy.
 *
 *   const feed = new SharedFeed({ name: `feed:${user}:${id}`, follow: { urls: { stream, longPoll, poll } }, onEvents, onStatus });
 *   feed.start();
 *
 * `SharedFeed` follows a feed once for all tabs; `Follower` does it for one. `ApiClient` sends requests and obeys limits;
 * `VersionedResource` reads and writes with `If-Match`; `compareVersions` sets a conflict's versions side by side.
 */
export { ApiClient } from './api-client.js';
export { changesOf, compareVersions, reapplied } from './conflict.js';
export { Election } from './election.js';
export { Follower } from './follower.js';
export { Inbox } from './inbox.js';
export { Ladder } from './ladder.js';
export { pace, retryAfter, standingOf } from './limits.js';
export { readPage } from './page.js';
export { comparePositions } from './position.js';
export { ApiProblem } from './problem.js';
export { SharedFeed } from './shared-feed.js';
export { SseParser } from './sse-parser.js';
export { readStream } from './stream.js';
export { Tabs } from './tabs.js';
export { VersionedResource } from './versioned.js';
export { onWakeSign } from './wake-signs.js';
