namespace Investigations.Concurrency;

/// <summary>Tells which exceptions are conflicts.</summary>
internal sealed class ConflictRecognizer(IEnumerable<IConflictExceptionMapper> mappers)
{
    private readonly IConflictExceptionMapper[] _mappers = [.. mappers];

    public VersionConflictException? Recognize(Exception exception)
    {
        if (exception is VersionConflictException conflict)
        {
            return conflict;
        }

        foreach (var mapper in _mappers)
        {
            if (mapper.Map(exception) is { } mapped)
            {
                return mapped;
            }
        }

        return null;
    }
}
