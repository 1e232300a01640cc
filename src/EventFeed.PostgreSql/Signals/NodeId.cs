using System.Security.Cryptography;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Names this store among the nodes, so that it does not listen to itself.</summary>
internal sealed class NodeId
{
    public string Value { get; } = RandomNumberGenerator.GetHexString(12, lowercase: true);
}
