using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        var preconditions = context.RequestServices.GetRequiredService<PreconditionPipeline>();
        var beginning = preconditions.BeginAsync(context, EndpointRules.Of(context));
        return !beginning.IsCompletedSuccessfully ? AwaitAsync(beginning, context, preconditions)
            : beginning.Result ? RunAsync(context, preconditions)
            : Task.CompletedTask;
    }

    private async Task AwaitAsync(ValueTask<bool> beginning, HttpContext context, PreconditionPipeline preconditions)
    {
        if (await beginning)
        {
            await RunAsync(context, preconditions);
        }
    }

    private async Task RunAsync(HttpContext context, PreconditionPipeline preconditions)
    {
        VersionConflictException? conflict;
        try
        {
            await next(context);
            preconditions.End(context);
            return;
        }
        catch (Exception exception) when (preconditions.IsConflict(context, exception, out conflict))
        {
        }

        await preconditions.AnswerAsync(context, conflict);
    }

    private sealed class AttachedMetadata;
}
