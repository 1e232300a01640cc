using Investigations.LoadTest;

// Linux only: the clients wait on epoll, so that they cost little beside the server on a machine with few cores.
return args switch
{
    ["sse", .. var rest] => await FanOut.RunAsync(Arguments.Parse(rest)),
    ["stalled", .. var rest] => await Stalled.RunAsync(Arguments.Parse(rest)),
    ["limiter", .. var rest] => LimiterLoad.Run(Arguments.Parse(rest)),
    ["redis", .. var rest] => await RedisLoad.RunAsync(Arguments.Parse(rest)),

    // The servers, each in a process of its own.
    ["server", var variant] => await Server.RunAsync(variant),
    ["limiter-server", var variant] => await LimiterServer.RunAsync(variant),
    _ => Arguments.Usage(),
};
