#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Concurrency.EntityFrameworkCore
#:package Microsoft.EntityFrameworkCore.Sqlite
#:property PublishAot=false

// The same with Entity Framework Core: the version is a property that every save counts. Start it with
// `dotnet run samples/concurrency-entity-framework.cs`, then:
//
// curl -i -X PUT http://localhost:5000/notes/1 --json '{"text":"mine"}'                        # 428, precondition_required
// curl -i -X PUT http://localhost:5000/notes/1 --json '{"text":"mine"}' -H 'If-Match: "1"'     # 200, ETag: "2"
// curl -i -X PUT http://localhost:5000/notes/1 --json '{"text":"yours"}' -H 'If-Match: "1"'    # 409, "current_version":2

using Investigations.Concurrency;
using Investigations.Concurrency.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

using var memory = new SqliteConnection("Data Source=:memory:");
memory.Open();

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<NoteDb>(options => options.UseSqlite(memory));
builder.Services.AddDbContextVersions<NoteDb>();

var app = builder.Build();
using (var scope = app.Services.CreateScope())
{
    scope.ServiceProvider.GetRequiredService<NoteDb>().Database.EnsureCreated();
}

app.MapPut("/notes/{id:int}", async Task<IResult> (int id, Change change, ExpectedVersion expected, NoteDb db, CancellationToken ct) =>
{
    if (await db.FindAsync<Note>([id], ct) is not { } note)
    {
        return TypedResults.NotFound();
    }

    db.Entry(note).ExpectVersion(expected);
    note.Text = change.Text;
    return await db.SaveVersionAsync(note, ct);
}).WithDbVersionSource<NoteDb, Note>();

app.Run();

internal sealed record Change(string Text);

internal sealed class Note
{
    public int Id { get; set; }

    public required string Text { get; set; }

    [Investigations.Concurrency.EntityFrameworkCore.Version]
    public long Version { get; set; }
}

internal sealed class NoteDb(DbContextOptions<NoteDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Note>().HasData(new Note { Id = 1, Text = "draft", Version = 1 });
}
