namespace Investigations.Samples.Tests.Hosting;

/// <summary>Finds where a host's process listens.</summary>
internal static class ApiProcessClient
{
    private const string Listening = "Now listening on: ";

    /// <summary>What makes a process say where it listens.</summary>
    public static (string Name, string Value)[] Serving { get; } =
        [("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"), ("Demo__Enabled", "false"), ("RATE_LIMIT_MAX_REQUESTS", "1000000")];

    public static async Task<HttpClient> ClientAsync(this ApiProcess host)
    {
        var line = await host.LineAsync(text => text.Contains(Listening, StringComparison.Ordinal));
        return new HttpClient { BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()) };
    }

    public static async Task<string> DevelopmentTokenAsync(this HttpClient client, string user) =>
        (await client.PostAsync("/dev/token", $$"""{"user":"{{user}}","roles":[]}""").OkAsync()).Text("access_token")!;

    /// <summary>What the process holds of the machine's memory, in bytes.</summary>
    public static long MemoryOf(this ApiProcess host)
    {
        var line = File.ReadLines($"/proc/{host.Id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
