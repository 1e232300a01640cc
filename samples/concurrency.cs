#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Concurrency
#:property PublishAot=false

// Two people edit one note, and the second is told. Start it with `dotnet run samples/concurrency.cs`, then:
//
// curl -i http://localhost:5000/note                                                        # 200, ETag: "1"
// curl -i -X PUT http://localhost:5000/note --json '{"text":"mine"}' -H 'If-Match: "1"'     # 200, ETag: "2"
// curl -i -X PUT http://localhost:5000/note --json '{"text":"yours"}' -H 'If-Match: "1"'    # 409, "current_version":2
// curl -i http://localhost:5000/note -H 'If-None-Match: "2"'                                # 304

using Investigations.Concurrency;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOptimisticConcurrency();

var app = builder.Build();
var (note, version, gate) = (new Note("draft"), 1L, new Lock());
var notes = app.MapGroup("/note").WithVersionSource((_, _) => ValueTask.FromResult<long?>(version));

notes.MapGet("", () => VersionResults.Ok(note, version)).WithConditionalGet();
notes.MapPut("", (Note change, ExpectedVersion expected) =>
{
    lock (gate)
    {
        if (!expected.IsSatisfiedBy(version))
        {
            return VersionCommit.Conflict(version);
        }

        note = change;
        return VersionCommit.Committed(++version, note);
    }
});

app.Run();

internal sealed record Note(string Text);
