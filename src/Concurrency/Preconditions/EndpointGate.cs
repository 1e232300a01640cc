using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency;

/// <summary>
/// Stands around an endpoint's delegate: after routing, authentication and authorization, and before the body is bound. An endpoint filter
/// would come too late for that. MVC actions are left to <see cref="PreconditionResourceFilter"/>, which runs after their authorization filters.
/// </summary>
internal sealed class EndpointGate(RequestDelegate next)
{
    public static void Attach(EndpointBuilder builder, object metadata)
    {
        ServicesCheck.ThrowIfNotAdded(builder.ApplicationServices);
        builder.Metadata.Add(metadata);
        if (builder.RequestDelegate is not { } next || builder.Metadata.Any(m => m is AttachedMetadata or ActionDescriptor))
        {
            return;
        }

        builder.Metadata.Add(new AttachedMetadata());
        builder.RequestDelegate = new EndpointGate(next).InvokeAsync;
    }

    public static bool IsAttachedTo(EndpointMetadataCollection metadata) => metadata.GetMetadata<AttachedMetadata>() is not null;

    private Task InvokeAsync(HttpContext context)
    {
        var beginning = Preconditions(context).BeginAsync(context, EndpointRules.Of(context));
        return !beginning.IsCompletedSuccessfully ? AwaitAsync(beginning, context)
            : beginning.Result ? RunAsync(context).AsTask()
            : Task.CompletedTask;
    }

    private async Task AwaitAsync(ValueTask<bool> beginning, HttpContext context)
    {
        if (await beginning)
        {
            await RunAsync(context);
        }
    }

    /// <remarks>
    /// What waits is taken from a pool, and every local that lives across an await costs each write that waits: what can be had of the context again
    /// is not kept.
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(HttpContext context)
    {
        try
        {
            await next(context);
            Preconditions(context).End(context);
            return;
        }
        catch (Exception exception) when (IsConflict(context, exception))
        {
        }

        await Preconditions(context).AnswerAsync(context, context.Features.GetRequiredFeature<VersionConflictException>());
    }

    private static bool IsConflict(HttpContext context, Exception exception)
    {
        if (!Preconditions(context).IsConflict(context, exception, out var conflict))
        {
            return false;
        }

        context.Features.Set(conflict);
        return true;
    }

    private static PreconditionPipeline Preconditions(HttpContext context) => context.RequestServices.GetRequiredService<PreconditionPipeline>();

    private sealed class AttachedMetadata;
}
