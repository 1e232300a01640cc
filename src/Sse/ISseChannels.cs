using System.Diagnostics.CodeAnalysis;

namespace Investigations.Sse;

/// <summary>The channels of one kind, made when first asked for and dropped when idle.</summary>
/// <typeparam name="TKey">What names a channel.</typeparam>
/// <typeparam name="T">The events' data.</typeparam>
public interface ISseChannels<in TKey, T>
    where TKey : notnull
{
    /// <summary>The channel of a key. It may be kept: should the channel be dropped for being idle, this one carries on with its successor.</summary>
    /// <param name="key">The channel's key.</param>
    [SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "Only Visual Basic has it as a keyword, and can escape it.")]
    ISseChannel<T> Get(TKey key);

    /// <summary>As <see cref="ISseChannel{T}.Wake"/>, but makes no channel where there is none.</summary>
    /// <param name="key">The channel's key.</param>
    void Wake(TKey key);
}
