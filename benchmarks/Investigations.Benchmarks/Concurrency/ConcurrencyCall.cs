using Investigations.Concurrency;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Investigations.Benchmarks;

/// <summary>One request, made over and over on the same context.</summary>
internal sealed class ConcurrencyCall : IDisposable
{
    private readonly DefaultHttpContext _context = new();
    private readonly MemoryStream _request = new();
    private readonly MemoryStream _response = new();
    private readonly RequestDelegate _endpoint;

    public ConcurrencyCall(IServiceProvider services, Endpoint endpoint, string method, string header, string value, byte[]? body)
    {
        _endpoint = endpoint.RequestDelegate!;
        _context.RequestServices = services;
        _context.SetEndpoint(endpoint);
        _context.Request.Method = method;
        _context.Request.Headers[header] = value;
        _context.Request.Body = _request;
        _context.Response.Body = _response;
        if (body is not null)
        {
            _request.Write(body);
            _context.Request.ContentType = "application/json";
            _context.Request.ContentLength = body.Length;
            _context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        }
    }

    public long BytesSent => _response.Length;

    public async Task<int> SendAsync()
    {
        _request.Position = 0;
        _response.SetLength(0);
        _context.Response.StatusCode = StatusCodes.Status200OK;
        _context.Response.Headers.Clear();
        _context.Features.Set<PreconditionFeature>(null);
        await _endpoint(_context);
        return _context.Response.StatusCode;
    }

    /// <exception cref="InvalidOperationException">The answer is another one: what is measured would be the wrong work.</exception>
    public ConcurrencyCall Expect(int status)
    {
        var answered = SendAsync().GetAwaiter().GetResult();
        return answered == status ? this : throw new InvalidOperationException($"The answer is {answered}, not {status}.");
    }

    public void Dispose()
    {
        _request.Dispose();
        _response.Dispose();
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
