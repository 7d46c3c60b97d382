/// What a page does beyond showing: it marks the wells that a person looks for, and sorts and sifts lists. Without it
/// nothing is missing.
let pageScript: StaticString = """
    (function(){var d=document,r=d.documentElement,f=d.getElementById('find'),s=d.getElementById('said');r.classList.add('hasjs');
    function all(q,g){Array.prototype.forEach.call(d.querySelectorAll(q),g)}
    function pick(t){t=t.trim().toLowerCase();var wells={},n=0;
    all('[data-s]',function(e){var k=t!==''&&e.dataset.s.toLowerCase().split('\\t').some(function(x,i){return i?x.indexOf(t)>=0:x===t});e.classList.toggle('on',k);if(k&&e.dataset.w&&!wells[e.dataset.w]){wells[e.dataset.w]=1;n++}});
    all('svg [data-w]',function(e){e.classList.toggle('on',!!wells[e.dataset.w])});
    r.classList.toggle('picked',t!=='');if(s)s.textContent=t===''?'':n===1?'1 well':n+' wells'}
    if(f){f.addEventListener('input',function(){pick(f.value)});
    all('.plate button',function(b){b.addEventListener('click',function(){var w=b.parentNode.dataset.w;f.value=f.value===w?'':w;pick(f.value)})})}
    })();
    """
