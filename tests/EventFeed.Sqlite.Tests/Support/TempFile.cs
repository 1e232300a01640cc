namespace Investigations.EventFeed.Sqlite.Tests;

/// <summary>A folder of its own for one database, deleted in the end.</summary>
internal sealed class TempFile : IDisposable
{
    public TempFile()
    {
        Folder = Directory.CreateTempSubdirectory("feed-").FullName;
        Path = System.IO.Path.Combine(Folder, "feed.db");
    }

    public string Folder { get; }

    public string Path { get; }

    public string ConnectionString => $"Data Source={Path}";

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
