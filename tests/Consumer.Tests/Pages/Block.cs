namespace Investigations.Consumer.Tests.Pages;

/// <summary>A fenced block.</summary>
/// <param name="Heading">The heading that it stands under.</param>
/// <param name="Language">What the fence names; empty for what is typed into a shell.</param>
/// <param name="Number">Which of the blocks in this language under this heading it is, from 1.</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed record Block(string Heading, string Language, int Number, string Text);
