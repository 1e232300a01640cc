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

    private async Task InvokeAsync(HttpContext context)
    {
        var preconditions = context.RequestServices.GetRequiredService<PreconditionPipeline>();
        if (!await preconditions.BeginAsync(context, EndpointRules.Of(context)))
        {
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception exception) when (preconditions.Recognize(context, exception) is not null)
        {
            await preconditions.AnswerAsync(context, preconditions.Recognize(context, exception)!);
        }

        preconditions.End(context);
    }

    private sealed class AttachedMetadata;
}
