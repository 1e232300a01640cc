using Investigations.Samples.Tests.Hosting;
using Investigations.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Samples.Tests.Nodes;

public sealed class ProtectionKeysTests(PostgresFixture postgres) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("investigations-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secret_ProtectedByOneNode_IsReadByAnother(bool onPostgres)
    {
        var database = onPostgres ? await postgres.CreateDatabaseAsync() : "";
        await using var first = Node(database);
        await using var second = Node(database);
        await using var stranger = new ApiFactory();

        var secret = Protector(first).Protect("for all nodes");

        Assert.Equal("for all nodes", Protector(second).Unprotect(secret));
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => Protector(stranger).Unprotect(secret));
    }

    private ApiFactory Node(string database) => new ApiFactory()
        .With("ConnectionStrings:Postgres", database)
        .With("ConnectionStrings:Sqlite", $"Data Source={Path.Combine(_folder.FullName, "shared.db")}");

    private static IDataProtector Protector(ApiFactory node) =>
        node.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a purpose");
}
