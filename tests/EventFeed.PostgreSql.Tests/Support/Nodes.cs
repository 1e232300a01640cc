namespace Investigations.Testing;

/// <summary>Opens a store as a process of its own would.</summary>
internal static class Nodes
{
    public static IWritingNode Open(string connectionString) => new PostgresNode(connectionString);
}
