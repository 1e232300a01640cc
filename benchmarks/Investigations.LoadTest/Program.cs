using Investigations.LoadTest;

// Linux only: the clients wait on epoll, so that they cost little beside the server on a machine with few cores.
return args switch
{
    // One measurement.
    ["sse", .. var rest] => await FanOut.RunAsync(Arguments.Parse(rest)),
    ["stalled", .. var rest] => await Stalled.RunAsync(Arguments.Parse(rest)),
    ["host", .. var rest] => await HostLoad.RunAsync(HostArguments.Parse(rest)),
    ["limiter", .. var rest] => LimiterLoad.Run(Arguments.Parse(rest)),

    // The sections of a full run, and the tables made of them.
    ["fan-out", .. var rest] => await FanOutSection.RunAsync(Arguments.Parse(rest)),
    ["http", .. var rest] => HttpSection.Run(Arguments.Parse(rest)),
    ["redis", .. var rest] => await RedisSection.RunAsync(Arguments.Parse(rest)),
    ["growth", .. var rest] => await GrowthSection.RunAsync(Arguments.Parse(rest)),
    ["tables", var folder, var readme, var page, var plot] => TablesCommand.Run(folder, readme, page, plot),

    // The servers, each in a process of its own.
    ["server", var variant] => await Server.RunAsync(variant),
    ["host-server"] => HostServer.Run(),
    ["limiter-server", var variant] => await LimiterServer.RunAsync(variant),
    ["document-server", _] => await DocumentServer.RunAsync(),
    _ => Arguments.Usage(),
};
