#if !DEBUG // Where nothing is optimized, every method that awaits allocates.
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Investigations.Concurrency.Tests;

/// <summary>What protection adds to a write, in bytes, which no other work of the machine changes.</summary>
public sealed class WriteCostTests
{
    private const long Bar = 256;

    private static readonly byte[] Body = """{"title":"new"}"""u8.ToArray();

    [Theory]
    [InlineData("at-once")]
    [InlineData("waits")]
    public async Task Write_ThatIsProtected_AllocatesLittleMore(string how)
    {
        var gate = new Turnstile();
        await using var app = await TestApp.StartAsync(a =>
        {
            var all = a.MapGroup("").WithVersionSource((_, _) => new(3));
            all.MapPatch("/at-once/plain", (DocumentPatch patch) => TypedResults.Ok());
            all.MapPatch("/at-once/protected", (DocumentPatch patch, ExpectedVersion expected) => expected.IsSatisfiedBy(3) ? TypedResults.Ok() : throw new InvalidOperationException());
            all.MapPatch("/waits/plain", async (DocumentPatch patch) =>
            {
                await gate.WaitAsync();
                return TypedResults.Ok();
            });
            all.MapPatch("/waits/protected", async (DocumentPatch patch, ExpectedVersion expected) =>
            {
                await gate.WaitAsync();
                return expected.IsSatisfiedBy(3) ? TypedResults.Ok() : throw new InvalidOperationException();
            });
        });

        var without = BytesPerRequest(app, $"/{how}/plain", gate);
        var with = BytesPerRequest(app, $"/{how}/protected", gate);

        Assert.InRange(with - without, 1, Bar);
    }

    private static long BytesPerRequest(TestApp app, string path, Turnstile gate)
    {
        var endpoint = ((IEndpointRouteBuilder)app.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Single(e => e.RoutePattern.RawText == path);
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.SetEndpoint(endpoint);
        context.Request.Method = "PATCH";
        context.Request.Headers.IfMatch = "\"3\"";
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = Body.Length;
        context.Request.Body = new MemoryStream(Body);
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        const int Requests = 1000;
        for (var i = 0; i < Requests; i++)
        {
            Send();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Requests; i++)
        {
            Send();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Requests;

        void Send()
        {
            context.Features.Set<PreconditionFeature>(null);
            context.Request.Body.Position = 0;
            var answering = endpoint.RequestDelegate!(context);
            if (!answering.IsCompleted)
            {
                gate.Open();
            }

            Assert.True(answering.IsCompletedSuccessfully && context.Response.StatusCode == 200);
        }
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }

    /// <summary>A wait that costs nothing, and ends on the thread that opens it.</summary>
    private sealed class Turnstile : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public ValueTask WaitAsync()
        {
            _core.Reset();
            return new(this, _core.Version);
        }

        public void Open() => _core.SetResult(0);

        public void GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
#endif
