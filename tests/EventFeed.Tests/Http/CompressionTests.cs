using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;

namespace Investigations.EventFeed.Tests;

public sealed class CompressionTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Compression_InFront_Keeps304Working(string encoding)
    {
        await using var host = await FeedHost.StartAsync(
            build: static builder => builder.Services.AddResponseCompression(static o =>
            {
                o.EnableForHttps = true;
                o.Providers.Add<GzipCompressionProvider>();
                o.Providers.Add<BrotliCompressionProvider>();
            }),
            use: static app => app.UseResponseCompression());
        await host.AppendAsync(50);
        var plain = await host.GetAsync("/feeds/a/events");
        var packed = await host.GetAsync("/feeds/a/events", ("Accept-Encoding", encoding));

        Assert.InRange(packed.Bytes.Length, 1, plain.Bytes.Length / 2);
        Assert.Equal(plain.ETag, packed.ETag);
        Assert.StartsWith("W/", packed.ETag, StringComparison.Ordinal);
        Assert.Equal(304, (await host.GetAsync("/feeds/a/events", ("Accept-Encoding", encoding), ("If-None-Match", packed.ETag!))).Status);
    }
}
