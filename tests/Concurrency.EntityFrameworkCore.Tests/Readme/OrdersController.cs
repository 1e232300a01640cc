using Microsoft.AspNetCore.Mvc;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests.Readme;

[ApiController, Route("mvc-orders")]
public sealed class OrdersController(AppDb db) : ControllerBase
{
    [HttpPatch("{id:int}"), RequireIfMatch]
    public async Task<ActionResult<Order>> Patch(int id, OrderPatch patch, ExpectedVersion expected, CancellationToken ct)
    {
        if (await db.Orders.FindAsync([id], ct) is not { } order)
        {
            return NotFound();
        }

        db.Entry(order).ExpectVersion(expected);
        order.Status = patch.Status;
        return (await db.SaveVersionAsync(order, ct)).ToActionResult();
    }
}
