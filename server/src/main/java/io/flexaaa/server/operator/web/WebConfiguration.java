package io.flexaaa.server.operator.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.operator.Identity;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.util.List;

/** Checks permissions on the API's handlers and hands them {@link Actor} and {@link Identity}. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
    static {
        // They come from the credential, not from the caller's parameters.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class, Identity.class);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PermissionInterceptor()).addPathPatterns("/api/v1/**");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver());
    }

    private static final class CallerResolver implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Actor.class
                    || parameter.getParameterType() == Identity.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            Authentication caller = SecurityContextHolder.getContext().getAuthentication();
            if (caller == null || !(caller.getPrincipal() instanceof Identity identity))
                throw new IllegalStateException(
                        "handler "
                                + parameter.getMethod()
                                + " wants a caller but is open to anyone");
            return parameter.getParameterType() == Actor.class ? identity.actor() : identity;
        }
    }
}
