namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>Has no version.</summary>
internal sealed class Note
{
    public int Id { get; set; }

    public string Text { get; set; } = "";
}
