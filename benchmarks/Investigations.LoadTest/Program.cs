using Investigations.LoadTest;

// Linux only: the client waits on epoll, so that it costs little beside the server on a machine with few cores.
return args switch
{
    ["server", var variant] => await Server.RunAsync(variant),
    ["limiter-server", var variant] => await LimiterServer.RunAsync(variant),
    ["limiter", .. var rest] => LimiterLoad.Run(Arguments.Parse(rest)),
    ["redis", .. var rest] => await RedisLoad.RunAsync(Arguments.Parse(rest)),
    ["sse", .. var rest] => await FanOut.RunAsync(Arguments.Parse(rest)),
    ["stalled", .. var rest] => await Stalled.RunAsync(Arguments.Parse(rest)),
    _ => Arguments.Usage(),
};
