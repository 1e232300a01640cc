namespace Investigations.Samples.Tests.Security;

/// <summary>Who calls, as far as the rules tell callers apart.</summary>
public enum Caller
{
    Anonymous,
    Stranger,
    Member,
    Admin,
}
