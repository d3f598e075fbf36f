-- What agents send, for wrk: an inventory of one of many machines, each in a structure of its own address.
-- BODY (a file), AGENTS (addresses, joined by commas), MACHINES (of each structure) come from the environment.

local file = assert(io.open(assert(os.getenv("BODY")), "rb"))
local body = file:read("*a")
file:close()
local agents = {}
for agent in string.gmatch(os.getenv("AGENTS") or "", "[^,]+") do agents[#agents + 1] = agent end
local machines = tonumber(os.getenv("MACHINES") or "500")

local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init()
  math.randomseed(os.time() + id * 7919)
  wrk.headers["Content-Type"] = "application/xml"
end

function request()
  local structure, machine = math.random(0, #agents - 1), math.random(0, machines - 1)
  local own = string.format("%04d%04d", structure, machine)
  -- What says who a machine is: its serial number, addresses, disk.
  local told = body:gsub("PF1ABCDE", "SN" .. own):gsub("<SMANUFACTURER>LENOVO", "<SMANUFACTURER>Dell")
  told = told:gsub("52:54:00:aa:bb:0(%d)", function(n)
    return string.format("00:1b:%02x:%02x:%02x:0%s", structure % 256, math.floor(machine / 256), machine % 256, n)
  end)
  told = told:gsub("S3Z1NB0K000001A", "D" .. own):gsub("poste%-accueil", "poste-" .. own)
  return wrk.format("POST", "/agent/" .. agents[structure + 1], nil, told)
end

function done(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURES %.1f %.3f %.3f %d %.3f\n", summary.requests * 1e6 / summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, wrong, latency:percentile(95) / 1000))
end
