using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency.Tests;

/// <summary>Apart from the other declarations, because the framework's generator makes code of it that does not compile.</summary>
public sealed class GroupedParametersTests
{
    [Fact]
    public async Task Handler_WhoseGroupedParametersDeclareAVersion_IsProtected()
    {
        var ran = 0;
        await using var app = await TestApp.StartAsync(a => a.MapGroup("").WithVersionSource((_, _) => new(3))
            .MapPatch("/parameters", ([AsParameters] Request request) => ran++));

        var missing = await app.SendAsync("PATCH", "/parameters");
        var conflict = await app.SendAsync("PATCH", "/parameters", "If-Match: 2");
        Assert.Equal((428, 409, 0), (missing.Status, conflict.Status, ran));

        Assert.Equal(200, (await app.SendAsync("PATCH", "/parameters", "If-Match: 3")).Status);
        Assert.Equal(1, ran);
    }

    internal readonly record struct Request(ExpectedVersion Expected);
}
