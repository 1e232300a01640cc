namespace Investigations.Concurrency;

/// <summary>
/// Protects an MVC action, or all actions of a controller, with <c>If-Match</c>. Reads (GET, HEAD) and OPTIONS stay as they are.
/// Route handlers use <c>RequireIfMatch()</c>, or declare an <see cref="ExpectedVersion"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireIfMatchAttribute : Attribute;
