using System.Diagnostics;
using System.Net;
using Investigations.Api.Storage;
using Investigations.EventFeed;
using Investigations.Samples.Tests.Hosting;
using Investigations.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Investigations.Samples.Tests.Deployment;

/// <summary>The scripts that the operators' page tells to run, run as it says; then a host with what they granted, and no more.</summary>
public sealed class LeastRightsTests
{
    private static readonly string Scripts = Repository.PathOf("samples", "deploy", "postgres");

    [Fact]
    public async Task Host_WithTheGrantedRights_DoesAllThatItDoes_AndMayDoNothingElse()
    {
        // The scripts make roles and a database of fixed names, which a server of others must not get.
        await using var server = await PostgresOrSkip.StartAsync(alwaysPrivate: true);
        var superuser = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        await PsqlAsync(superuser, "--set", "owner_password=o", "--set", "app_password=a", "--file", Path.Combine(Scripts, "roles.sql"));
        var owner = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "investigations", Username = "investigations_owner" };
        await PsqlAsync(owner, "--set", "ON_ERROR_STOP=on", "--command", StorageSetup.PostgresSchema);
        await PsqlAsync(owner, "--file", Path.Combine(Scripts, "grants.sql"));
        await PsqlAsync(owner, "--file", Path.Combine(Scripts, "grants.sql"));
        var app = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = "investigations_app" }.ConnectionString;

        await using var api = new ApiFactory().With("ConnectionStrings:Postgres", app).OnSocket();
        await UseEverythingAsync(api);

        foreach (var forbidden in new[]
        {
            "CREATE TABLE x(y int)", "DROP TABLE investigations", "TRUNCATE feed_events", "DELETE FROM investigations", "DELETE FROM investigation_history",
            "UPDATE investigation_history SET changed_by = 'x'", "UPDATE feed_events SET type = 'x'", "DELETE FROM feed_heads", "UPDATE feed_keys SET secret = ''",
            "DELETE FROM protection_keys", "CREATE ROLE x", "ALTER TABLE investigations ADD x int",
        })
        {
            await using var connection = new NpgsqlConnection(app);
            await connection.OpenAsync(ApiClient.Cancellation);
            await using var command = new NpgsqlCommand(forbidden, connection);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(ApiClient.Cancellation));
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{forbidden}: {refused.MessageText}");
        }
    }

    private static async Task UseEverythingAsync(ApiFactory api)
    {
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync("shared", "bob");
        Assert.Equal(HttpStatusCode.Created, (await alice.PostAsync($"/api/v1/investigations/{id}/runs", """{"name":"r"}""")).StatusCode);
        await alice.AppendAsync(id, new { id = "a", type = "phase_change", run_id = "r", data = new { phase = "completed" } });
        await alice.PatchAsync(id, "1", """{"progress":1}""").OkAsync();
        await alice.FetchAsync($"/api/v1/investigations/{id}/events?wait=1").OkAsync();
        await alice.FetchAsync($"/api/v1/investigation-state/{id}/version-history").OkAsync();
        await alice.FetchAsync("/api/v1/investigations").OkAsync();
        Assert.Equal(HttpStatusCode.OK, (await alice.FetchAsync("/readyz")).StatusCode);
        await using var stream = await SseReader.OpenAsync(api.As("bob"), $"/api/v1/investigations/{id}/runs/r/stream");
        Assert.Equal("a", SseReader.IdOf(await stream.NextAsync()));
        var trimmed = await api.Services.GetRequiredService<IEventFeed>().TrimAsync(id, FeedTrim.Through(1), ApiClient.Cancellation);
        Assert.Equal(1, trimmed.Removed);
        Assert.NotNull(api.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("x").Protect("y"));
        Assert.NotEmpty(await api.Services.GetRequiredService<IProtectionKeyStore>().GetAllAsync(ApiClient.Cancellation));
    }

    private static async Task PsqlAsync(NpgsqlConnectionStringBuilder server, params string[] arguments)
    {
        var start = new ProcessStartInfo(PostgresPrograms.Find().PathOf("psql"), ["--no-psqlrc", "--quiet", .. arguments]) { RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("PGHOST", server.Host), ("PGPORT", $"{server.Port}"), ("PGUSER", server.Username), ("PGDATABASE", server.Database) })
        {
            start.Environment[name] = value;
        }

        using var psql = Process.Start(start)!;
        var errors = await psql.StandardError.ReadToEndAsync(ApiClient.Cancellation);
        await psql.WaitForExitAsync(ApiClient.Cancellation);
        Assert.True(psql.ExitCode == 0, errors);
    }
}
