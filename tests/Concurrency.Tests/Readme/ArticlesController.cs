using Microsoft.AspNetCore.Mvc;

namespace Investigations.Concurrency.Tests.Readme;

[ApiController, Route("mvc-articles")]
public sealed class ArticlesController(ArticleStore store) : ControllerBase
{
    [HttpPatch("{id}"), RequireIfMatch]
    public async Task<ActionResult<Article>> Patch(string id, ArticlePatch patch, ExpectedVersion expected, CancellationToken ct) =>
        (await store.UpdateAsync(id, expected, patch, ct)).ToActionResult();
}
