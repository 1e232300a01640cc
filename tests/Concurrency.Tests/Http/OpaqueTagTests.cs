using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

/// <summary>Tags that are no numbers: row versions, hashes.</summary>
public sealed class OpaqueTagTests
{
    [Fact]
    public async Task Opaque_ReadWriteConflict_WorkLikeVersions()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            var group = a.MapGroup("/rows").WithVersionSource<Rows>();
            group.MapGet("/{id}", () => "row").WithConditionalGet();
            group.MapPatch("/{id}", VersionCommit<string> (ExpectedVersion expected, Rows rows) => rows.Write(expected));
        }, builder => builder.Services.AddSingleton<Rows>());

        var read = await app.SendAsync("GET", "/rows/1");
        var written = await app.SendAsync("PATCH", "/rows/1", $"If-Match: {read["ETag"]}");
        var conflict = await app.SendAsync("PATCH", "/rows/1", $"If-Match: {read["ETag"]}");
        var number = await app.SendAsync("PATCH", "/rows/1", "If-Match: 3");
        var unchanged = await app.SendAsync("GET", "/rows/1", $"If-None-Match: W/{written["ETag"]}");

        Assert.Equal((200, "\"AAAAAAAAB9E\""), (read.Status, read["ETag"]));
        Assert.Equal((200, "\"AAAAAAAAB9I\""), (written.Status, written["ETag"]));
        Assert.Equal((409, "AAAAAAAAB9I", "AAAAAAAAB9E"), (conflict.Status,
            conflict.Json.GetProperty("current_version").GetString(), conflict.Json.GetProperty("submitted_version").GetString()));
        Assert.Equal((409, 3), (number.Status, number.Json.GetProperty("submitted_version").GetInt64()));
        Assert.Equal(304, unchanged.Status);
    }

    internal sealed class Rows : IEntityTagSource
    {
        private byte[] _version = [0, 0, 0, 0, 0, 0, 7, 0xD1];

        private EntityTag Tag => EntityTag.FromBytes(_version);

        public ValueTask<EntityTag?> GetEntityTagAsync(HttpContext context, CancellationToken cancellationToken) => new(Tag);

        public VersionCommit<string> Write(ExpectedVersion expected)
        {
            if (!expected.IsSatisfiedBy(Tag))
            {
                return VersionCommit.Conflict(Tag);
            }

            _version = [.. _version[..7], (byte)(_version[7] + 1)];
            return VersionCommit.Committed(Tag, "row");
        }
    }
}
