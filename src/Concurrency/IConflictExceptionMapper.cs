namespace Investigations.Concurrency;

/// <summary>
/// Recognizes the exceptions by which a data library reports a lost race (a driver's serialization failure, an object mapper's concurrency exception),
/// so that they are answered as a conflict. Register implementations as singletons; all are asked.
/// </summary>
public interface IConflictExceptionMapper
{
    /// <summary>The conflict that the exception stands for; <see langword="null"/> when it stands for none.</summary>
    /// <remarks>A conflict without a current version takes it from the endpoint's source, read anew.</remarks>
    VersionConflictException? Map(Exception exception);
}
