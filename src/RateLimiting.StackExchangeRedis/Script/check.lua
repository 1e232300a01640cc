-- One check of one key. Whole milliseconds and whole numbers throughout; the same law as the memory store's.
-- KEYS[1]: a hash of a (anchor), u (used; a bucket's below zero, so that neither is taken for the other), t (end of the episode),
-- p (previous window), l (level), x (pressed), z (how long the penalty was when it began; 0: none).
-- ARGV: 1 numbers, packed: operation, algorithm, cost, limit, window, base penalty (0: no backoff), factor, largest penalty, free
-- violations, decay interval, largest level, requests per escalation, jitter multiplier; 2 now (the server's clock when missing).
-- Answers numbers, packed: outcome (0 allowed, 1 violation, 2 blocked), remaining, level, reset at, retry at, now, penalty.
local key = KEYS[1]
local CHECK, PEEK, CHARGE, FIXED, SLIDING, BUCKET = 0, 1, 2, 0, 1, 2
local op, algorithm, cost, limit, window, rest = struct.unpack('<ddddd', ARGV[1])
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + (time[2] - time[2] % 1000) / 1000
end

local function answer(outcome, remaining, level, reset, retry, penalty)
  return struct.pack('<ddddddd', outcome, remaining, level, reset, retry, now, penalty)
end

-- The usual case, before anything else is read or made: in good standing, inside a fixed window, within the limit. Only the count changes.
if op == CHECK and algorithm == FIXED then
  local known = redis.call('HMGET', key, 'a', 'u', 'l')
  if known[3] == '0' then
    local ends, used = known[1] + window, known[2] + cost
    if now < ends and now >= ends - window and used > cost and used <= limit then
      redis.call('HINCRBY', key, 'u', cost)
      return answer(0, limit - used, 0, ends, 0, 0)
    end
  end
end

local state = redis.call('HMGET', key, 'a', 'u', 't', 'p', 'l', 'x', 'z')
local a, u, t, p = tonumber(state[1]) or 0, tonumber(state[2]) or 0, tonumber(state[3]) or 0, tonumber(state[4]) or 0
local l, x, z = tonumber(state[5]) or 0, tonumber(state[6]) or 0, tonumber(state[7]) or 0

if algorithm == BUCKET then u = math.min(math.max(0, 0 - u), limit * window) else u = math.max(0, u) end

local base, factor, largest, free, decay, levels, each, jitter = struct.unpack('<dddddddd', ARGV[1], rest)

-- After a failover the clock may have stepped back: nothing lies further ahead than it was put, from now on. A penalty stands as it was put,
-- whatever the limits are now.
local longest = z > 0 and z or algorithm == SLIDING and 2 * window or window
if a > now or t > now + longest then
  a = math.min(a, now)
  t = math.min(t, now + longest)
  if op ~= PEEK then redis.call('HSET', key, 'a', a, 't', t) end
end

if l > 0 and now - t >= decay then
  local intervals = math.floor((now - t) / decay)
  l = math.max(0, l - intervals)
  t = t + intervals * decay
end

local function save()
  local fresh
  if algorithm == BUCKET then
    fresh = a + math.ceil(u / limit)
  elseif algorithm == SLIDING and u > 0 then
    fresh = a + 2 * window
  else
    fresh = a + window
  end
  if l > 0 then fresh = math.max(fresh, t + l * decay) end
  redis.call('HSET', key, 'a', a, 'u', algorithm == BUCKET and 0 - u or u, 'l', l, 't', t, 'p', p, 'x', x, 'z', z)
  redis.call('PEXPIRE', key, math.max(1, fresh - now))
end

local function blocked(at)
  return answer(2, 0, l, at, at, z > 0 and 1 or 0)
end

local function escalate(at)
  l = math.min(levels, l + 1)
  local penalty, costly = 0, l - free
  if base > 0 and costly > 0 then
    penalty = math.floor(math.min(largest, base * factor ^ (costly - 1) * jitter))
  end
  local stands = penalty > 0 or (z > 0 and now < t)
  t = math.max(at, now + penalty)
  z = stands and t - now or 0
  x = 0
  save()
  return answer(1, 0, l, t, t, stands and 1 or 0)
end

-- A rejection within an episode writes nothing, unless such requests count.
local function reject(at)
  if each == 0 then return blocked(at) end
  x = x + 1
  if x >= each then return escalate(at) end
  redis.call('HSET', key, 'x', x)
  return blocked(at)
end

if z > 0 and now < t then
  if op == CHECK then return reject(t) end
  return blocked(t)
end

-- Bring the counters up to now; room and unit are in permits, or in permits times milliseconds where parts of permits matter.
local unit = window
local room
local function measure()
  if algorithm == BUCKET then
    room = limit * window - u
  elseif algorithm == SLIDING then
    room = (limit - u) * window - p * (window - (now - a))
  else
    room = limit - u
  end
end

if algorithm == BUCKET then
  local elapsed = now - a
  a, p = now, 0
  if elapsed > math.floor(u / limit) then u = 0 else u = u - elapsed * limit end
elseif algorithm == SLIDING then
  local windows = math.floor((now - a) / window)
  if windows > 0 then
    a = a + window
    if windows == 1 then p = u else p = 0 end
    u = 0
  end
  if u == 0 and p == 0 then a = now end
else
  unit = 1
  if u == 0 or now - a >= window then
    a, u, p = now, 0, 0
  end
end
measure()

local function take(permits)
  if algorithm == BUCKET then u = u + permits * window else u = u + permits end
  measure()
end

local function allowed(retry)
  local reset = a + window
  if algorithm == BUCKET then reset = a + math.ceil(u / limit) end
  return answer(0, math.max(0, math.floor(room / unit)), l, reset, retry or 0, 0)
end

local function available(permits)
  if algorithm == BUCKET then
    return now + math.ceil(math.max(0, u - (limit - permits) * window) / limit)
  elseif algorithm == SLIDING then
    local left = limit - u - permits
    if left >= 0 then
      if p == 0 then return now end
      return math.max(now, a + window - math.floor(left * window / p))
    end
    local overlap = window
    if u > 0 then overlap = math.floor((limit - permits) * window / u) end
    return a + window + math.max(0, window - overlap)
  end
  return a + window
end

if op == CHARGE then
  if cost < 0 then
    if algorithm == BUCKET then u = math.max(0, u + cost * window) else u = math.max(0, u + cost) end
    if u == 0 and p == 0 then a = now end
    measure()
  elseif room > 0 then
    if algorithm == BUCKET then
      u = math.min(u + cost * window, limit * window)
      measure()
    else
      take(math.min(cost, math.ceil(room / unit)))
    end
  end
  save()
  return allowed()
end

if op == PEEK then
  if room >= unit then return allowed() end
  local at = available(1)
  if now < t then return blocked(at) end
  return allowed(at)
end

if cost * unit <= room then
  z = 0
  take(cost)
  save()
  return allowed()
end

if now < t then return reject(available(cost)) end
return escalate(available(cost))
