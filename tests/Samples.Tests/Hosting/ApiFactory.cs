using System.Net.Http.Headers;
using Investigations.Api.Features.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>The sample host on a database of its own, in Development, without the demo run, with settings of a test's choice.</summary>
public class ApiFactory : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("investigations-");
    private readonly Dictionary<string, string> _settings = new()
    {
        ["Demo:Enabled"] = "false",
        ["hostBuilder:reloadConfigOnChange"] = "false",
        ["RATE_LIMIT_MAX_REQUESTS"] = "1000000",
    };

    public ApiFactory()
    {
        _settings["ConnectionStrings:Sqlite"] = $"Data Source={Path.Combine(_folder.FullName, "test.db")}";
        if (StoreUnderTest.DatabaseOf(_folder) is { } postgres)
        {
            _settings["ConnectionStrings:Postgres"] = postgres;
        }
    }

    /// <summary>Whether any host was made in this run.</summary>
    public static bool WasUsed { get; private set; }

    public string Environment { get; init; } = "Development";

    /// <summary>The clock of the host; the system's where a test gives none.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>What a test changes of the host's services.</summary>
    public Action<IServiceCollection>? Change { get; init; }

    public ApiFactory With(string name, string value)
    {
        _settings[name] = value;
        return this;
    }

    public ApiFactory Without(string name)
    {
        _settings.Remove(name);
        return this;
    }

    /// <summary>Makes this host another node on the store of the first.</summary>
    public ApiFactory OnStoreOf(ApiFactory first)
    {
        foreach (var name in first._settings.Keys.Where(static name => name.StartsWith("ConnectionStrings:", StringComparison.Ordinal)))
        {
            _settings[name] = first._settings[name];
        }

        return this;
    }

    /// <summary>Serves on a real socket of the loopback interface instead of in memory.</summary>
    public ApiFactory OnSocket()
    {
        UseKestrel(0);
        StartServer();
        return this;
    }

    public string Token(string user, params string[] roles) =>
        DevelopmentTokens.Create(user, roles, Services.GetRequiredService<TimeProvider>());

    public HttpClient Anonymous() => CreateClient(new WebApplicationFactoryClientOptions
    {
        BaseAddress = ClientOptions.BaseAddress,
        HandleCookies = false,
        AllowAutoRedirect = false,
    });

    public HttpClient As(string user, params string[] roles)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(user, roles));
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        WasUsed = true;
        builder.ConfigureLogging(logging => logging.AddProvider(LogsOfTheRun.NewReader()).AddFilter<LogsOfTheRun.Reader>(null, LogLevel.Debug));
        builder.UseEnvironment(Environment);
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        if (Change is { } change)
        {
            builder.ConfigureTestServices(change);
        }

        if (Time is { } time)
        {
            builder.ConfigureTestServices(services => services.AddSingleton(time));
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _folder.Exists)
        {
            StoreUnderTest.Drop(_folder);
            _folder.Delete(recursive: true);
            _folder.Refresh();
        }
    }
}
