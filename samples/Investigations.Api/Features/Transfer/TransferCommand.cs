using Investigations.Api.Features.Demo;

namespace Investigations.Api.Features.Transfer;

/// <summary>
/// The host's verbs: <c>import FILE --investigation NAME [--owner USER]</c> and <c>export --investigation NAME</c>.
/// NAME is an id, else a title.
/// </summary>
internal sealed record TransferCommand(string Verb, string? File, string Investigation, string Owner)
{
    private const string Usage = """
        usage: import FILE --investigation NAME [--owner USER]
               export --investigation NAME
        """;

    public static bool IsGiven(string[] args) => args is ["import" or "export", ..];

    public static TransferCommand? Parse(string[] args, TextWriter errors)
    {
        string? file = null, investigation = null, owner = null;
        for (var i = 1; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--investigation" when i + 1 < args.Length: investigation = args[++i]; break;
                case "--owner" when i + 1 < args.Length && args[0] == "import": owner = args[++i]; break;
                case var name when !name.StartsWith('-') && file is null && args[0] == "import": file = name; break;
                default: return Refuse($"'{args[i]}' is not understood.");
            }
        }

        return string.IsNullOrWhiteSpace(investigation) || investigation.Length > 200 ? Refuse("--investigation NAME is missing, or longer than 200 characters.")
            : args[0] == "import" && file is null ? Refuse("The FILE to import is missing.")
            : new(args[0], file, investigation, owner ?? DemoRun.Owner);

        TransferCommand? Refuse(string why)
        {
            errors.WriteLine(why);
            errors.WriteLine(Usage);
            return null;
        }
    }

    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            return Verb == "import"
                ? await services.GetRequiredService<EventImport>().RunAsync(this, errors, cancellationToken)
                : await services.GetRequiredService<EventExport>().RunAsync(this, output, errors, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EventFeed.FeedUnavailableException)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
