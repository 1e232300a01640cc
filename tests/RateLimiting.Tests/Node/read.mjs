// Gets a URL and prints what independent parsers read from its rate limit header fields.
import { parseRateLimit } from 'ratelimit-header-parser';
import { parseList, serializeList } from 'structured-headers';

const response = await fetch(process.argv[2]);

function field(name) {
  const text = response.headers.get(name);
  if (text === null) return null;
  const list = parseList(text);
  return {
    items: list.map(([value, parameters]) => ({ value, parameters: Object.fromEntries(parameters) })),
    isCanonical: serializeList(list) === text,
  };
}

process.stdout.write(JSON.stringify({
  policies: field('RateLimit-Policy'),
  limits: field('RateLimit'),
  parser: parseRateLimit(response) ?? null,
}));
