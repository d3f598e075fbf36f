-- What bin/bench measures, for wrk: a request with a session, or new tickets; one line of figures at the end.
-- METHOD, COOKIE (may be empty) come from the environment.

local cookie = os.getenv("COOKIE") or ""
local method = os.getenv("METHOD") or "GET"

-- Each thread draws other ids: a ticket that is sent twice is made once.
local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init()
  math.randomseed(os.time() + id * 7919)
  if cookie ~= "" then wrk.headers["Cookie"] = "session=" .. cookie end
end

local function uuid()
  local text = string.gsub("xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx", "x", function()
    return string.format("%x", math.random(0, 15))
  end)
  return text
end

function request()
  if method == "GET" then return wrk.format("GET") end
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  -- Browsers say that the form was theirs; without it the cross-site door refuses.
  wrk.headers["Sec-Fetch-Site"] = "same-origin"
  local words = "L%27imprimante+du+bureau+d%27accueil+ne+r%C3%A9pond+plus+depuis+ce+matin."
  return wrk.format("POST", nil, nil, "ticket=" .. uuid() .. "&words=" .. words .. "&urgency=hardly&impact=me")
end

function done(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURES %.1f %.3f %.3f %d %.3f\n", summary.requests * 1e6 / summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, wrong, latency:percentile(95) / 1000))
end
