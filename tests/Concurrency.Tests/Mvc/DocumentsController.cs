using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

[ApiController]
[Route("mvc/{id}")]
public sealed class DocumentsController : ControllerBase
{
    private Documents Store => HttpContext.RequestServices.GetRequiredService<Documents>();

    [HttpGet]
    public ActionResult<object> Get(string id) => Store[id] is { } document ? Ok(document) : NotFound();

    [HttpPatch("declared")]
    public ActionResult<object> Declared(string id, [FromBody] MvcPatch patch, ExpectedVersion expected) =>
        Store.Update(id, expected, patch.Title).ToActionResult();

    [HttpPatch("attribute"), RequireIfMatch]
    public ActionResult<object> Attribute(string id, [FromBody] MvcPatch patch, ExpectedVersion expected) =>
        Store.Update(id, expected, patch.Title).ToActionResult();

    [HttpDelete("attribute"), RequireIfMatch]
    public IActionResult AttributeAlone(string id)
    {
        var commit = Store.Update(id, HttpContext.GetExpectedVersion(), "deleted");
        return commit.Outcome == VersionOutcome.Committed ? VersionCommit.Committed(commit.Tag!.Value).ToActionResult() : commit.ToActionResult();
    }

    [HttpPatch("throws"), RequireIfMatch]
    public IActionResult Throws(string id, ExpectedVersion expected)
    {
        Store[id] = new(id, "theirs", 9);
        throw new VersionConflictException(9, expected);
    }

    [HttpPatch("hidden"), RequireIfMatch, Hidden]
    public IActionResult Secret(string id) => Ok(id);

    [HttpPatch("plain")]
    public IActionResult Plain(string id) => Ok(id);

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class HiddenAttribute : Attribute, IAuthorizationFilter
    {
        public void OnAuthorization(AuthorizationFilterContext context) => context.Result = new NotFoundResult();
    }
}

public sealed record MvcPatch(string? Title);
